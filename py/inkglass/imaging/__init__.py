"""Tools for grey images: connected components, and the neighbourhood of each pixel."""
