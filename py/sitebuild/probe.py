"""Run inside Pyodide: use the package as the page does, and note which modules that took."""

import json
import sys
import traceback


def main(arguments):
    """Write the names of all modules in use, after a reading and an error, to a JSON file.

    `arguments` are the paths of a model file and of the file to write.
    """
    model, out = arguments
    _use(model)
    with open(out, "w") as file:
        json.dump(sorted(sys.modules), file)


def _use(model):
    from inkglass import bridge
    from js import Float32Array, Uint8Array

    bridge.start(None)
    with open(model, "rb") as file:
        data = Uint8Array.new(file.read())
    bridge.load_model(data, "model")
    pixels = Uint8Array.new(bytes(12 * 28) + bytes([255, 128] * 28) + bytes(14 * 28))
    bridge.read(pixels, 28, 28, Float32Array.new(10), Uint8Array.new(28 * 28))
    try:
        bridge.load_model(Uint8Array.new(b"not a model"), "broken")
    except ValueError as error:
        # Pyodide hands an exception to JavaScript as a formatted traceback.
        traceback.format_exception(error)
