/** Rows and columns of what the network sees: 28, as MNIST's images have. */
export const INPUT_SIDE = 28;
