"""Model files: our own `.npz`, and ONNX and safetensors for other runtimes."""
