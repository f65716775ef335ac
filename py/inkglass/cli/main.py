"""The command line: `inkglass train | evaluate | predict | info | export | import`."""

import argparse
import importlib
import math
import os
import sys

from inkglass.training.recipes import RECIPES

INTERRUPTED = 130  # the shell's exit code for Ctrl-C
EXTRAS = {
    "onnx": "interchange",
    "safetensors": "interchange",
    "matplotlib": "plot",
}  # others are in "cli"


def main(arguments=None):
    """Run the command line and return its exit code; what a user can cause is one line."""
    try:
        options = _parser().parse_args(arguments)
        code = options.run(options)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:  # the reader of a pipe, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}; check the path")
    except ModuleNotFoundError as error:
        extra = EXTRAS.get(error.name, "cli")
        return _fail(f"{error.name} is not installed; run `pip install 'inkglass[{extra}]'`")
    except ValueError as error:
        return _fail(str(error))


def _fail(message, code=1):
    print(f"inkglass: {' '.join(message.split())}", file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message):
        sys.exit(_fail(f"{message}; see `{self.prog} --help`", 2))


def _parser():
    parser = _Parser(prog="inkglass", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_train(commands)
    evaluate = _add(commands, "evaluate", "report", "accuracy, calibration and confusion")
    evaluate.add_argument("model", metavar="MODEL")
    evaluate.add_argument(
        "--plot", metavar="FILE", help="save a reliability plot: .png, .svg, .pdf"
    )
    _add_data(evaluate)
    _add_predict(commands)
    info = _add(commands, "info", "report", "the layers of a model, and how it was trained")
    info.add_argument("model", metavar="MODEL")
    text = "write a model as an ONNX file or as safetensors"
    export = _add(commands, "export", "interchange", text)
    export.add_argument("model", metavar="MODEL")
    export.add_argument("output", metavar="FILE", help="ends in .onnx or .safetensors")
    text = "make a model of an ONNX file, or of safetensors that `export` wrote"
    import_ = _add(commands, "import", "interchange", text)
    import_.add_argument("file", metavar="FILE")
    import_.add_argument("--output", metavar="MODEL", help="by default FILE's name, with .npz")
    return parser


def _add(commands, name, module, text):
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=lambda options: _run(module, name, options))
    return parser


def _run(module, name, options):
    """Import a command's module only now: each needs packages that the others do without."""
    commands = importlib.import_module(f"inkglass.cli.{module}")
    return getattr(commands, f"run_{name}")(options)


def _add_train(commands):
    train = _add(commands, "train", "train", "train a network")
    train.add_argument("recipe", choices=list(RECIPES))
    train.add_argument("--images", type=_count, metavar="N", help="use the first N images")
    train.add_argument("--epochs", type=_count, metavar="N")
    train.add_argument("--batch-size", type=_count, metavar="N")
    train.add_argument(
        "--learning-rate",
        type=_rate,
        metavar="F",
        help="the recipe's own changes from step to step, and this takes its place; for `notebook` "
        "it means a constant rate, images that are left as they are, and the notebook's first "
        "weights",
    )
    train.add_argument(
        "--teachers",
        type=_few,
        metavar="N",
        help="train so many networks first and learn from them, too; by default as many as the "
        "recipe says, 0 is none",
    )
    train.add_argument("--seed", type=_seed, metavar="N", help="by default the recipe's")
    _add_data(train)
    train.add_argument("--output", metavar="FILE", help="the model file; by default RECIPE.npz")
    train.add_argument(
        "--resume",
        action="store_true",
        help="go on where a training was broken off that had the same options; it leaves a file "
        "that ends in .checkpoint beside the model's",
    )
    train.add_argument(
        "--patience",
        type=_count,
        metavar="N",
        help="stop when the validation loss has not become lower for N epochs",
    )


def _add_predict(commands):
    predict = _add(commands, "predict", "predict", "read digits from PNG or JPEG files")
    predict.add_argument("model", metavar="MODEL")
    predict.add_argument("images", metavar="IMAGE", nargs="+")
    kind = predict.add_mutually_exclusive_group()
    kind.add_argument("--number", action="store_true", help="each shows a number, not one digit")
    text = "each is a photograph or screenshot, with lines of digits anywhere in it"
    kind.add_argument("--photograph", action="store_true", help=text)
    text = "print an object a file: its lines, and label, box and probabilities of each digit"
    predict.add_argument("--json", action="store_true", help=text)


def _add_data(parser):
    parser.add_argument(
        "--data", metavar="DIR", help="a folder with four IDX files, named like MNIST's"
    )


def _count(text):
    return _number(text, int, 1, 10**6, "a whole number from 1 to 1000000")


def _few(text):
    return _number(text, int, 0, 100, "a whole number from 0 to 100")


def _seed(text):
    return _number(text, int, 0, 2**63, "a whole number from 0")


def _rate(text):
    return _number(text, float, math.ulp(0.0), 1e6, "a number above 0")


def _number(text, kind, least, most, expected):
    try:
        value = kind(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"expected {expected}, found {text!r}")
    return value
