"""A WebAssembly module in parts does what it did whole."""

import base64
import json
import subprocess

import pytest
from sitebuild import split, wasm
from sitebuild.paths import WEB
from sitebuild.steps import Failure

ADD, COUNT, PEEK, TWICE = range(4)
PAIR, NOTHING, ONE = range(3)  # types, by their parameters

# Puts parts together, a line of JSON each time, and prints what an expression then is.
RUN = """
import { createInterface } from "node:readline";
const { complete } = await import(PARTS);

function valueOf({ modules, expression }) {
  const [whole, data, second] = modules.map((text) => text && Buffer.from(text, "base64"));
  const module = new WebAssembly.Module(whole);
  const instance = new WebAssembly.Instance(module, {});
  let fetched = 0;
  const part = { file: "it.wasm", module, data: data && new WebAssembly.Module(data) };
  complete(instance, {}, part, (file) => { fetched += file === "it.wasm"; return second; });
  const { add, count, peek, twice } = instance.exports;
  const called = () => instance.exports["inkglass coverage"];
  return eval(expression);
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify({ value: valueOf(JSON.parse(line)) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.stack }));
  }
}
"""


def made(globals_=(b"\x7f\1\x41\0\x0b",)):
    """Return a module of four functions, a variable and some data."""
    module = wasm.Module(wasm.PREAMBLE)
    i32 = bytes([wasm.I32])
    types = [(i32 * 2, i32), (b"", i32), (i32, i32)]
    module.replace(wasm.TYPES, [wasm.function_type(*each) for each in types])
    module.replace(wasm.FUNCTIONS, [wasm.integer(each) for each in (PAIR, NOTHING, ONE, ONE)])
    module.replace(wasm.TABLES, [b"\x70\0\5"])
    module.replace(wasm.MEMORIES, [b"\0\1"])
    module.replace(wasm.GLOBALS, list(globals_))
    names = ("add", "count", "peek", "twice")
    exports = [wasm.Export(name, wasm.FUNCTION, i).encoded() for i, name in enumerate(names)]
    module.replace(wasm.EXPORTS, exports)
    module.replace(wasm.ELEMENTS, [b"\0\x41\1\x0b\4\0\1\2\3"])
    bodies = [
        b"\0\x20\0\x20\1\x6a\x0b",
        b"\0\x23\0\x41\1\x6a\x24\0\x23\0\x0b",
        b"\0\x20\0\x2d\0\0\x0b",
        b"\1\1\x7f\x20\0\x20\0\x10\0\x0b",  # with a local variable
    ]
    module.replace(wasm.CODE, [wasm.sized(body) for body in bodies])
    module.replace(wasm.DATA, [b"\0\x41\x08\x0b" + wasm.sized(b"ink")])
    return module.binary()


@pytest.fixture(scope="module")
def node():
    script = RUN.replace("PARTS", json.dumps((WEB / "runtime" / "wasm-halves.js").as_uri()))
    command = ["node", "--input-type=module", "--eval", script]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def run(node):
    """Return what a JavaScript expression is, once the parts are together."""

    def run(expression, first, data=b"", second=b""):
        modules = [base64.b64encode(each).decode() for each in (first, data, second)]
        node.stdin.write(f"{json.dumps({'modules': modules, 'expression': expression})}\n")
        node.stdin.flush()
        answer = json.loads(node.stdout.readline() or '{"error": "Node ended"}')
        assert "error" not in answer, answer["error"]
        return answer["value"]

    return run


ALL = "[add(2, 3), count(), count(), peek(9), twice(4), count()]"
RESULTS = [5, 1, 2, ord("n"), 8, 3]


@pytest.mark.parametrize(
    "used", [set(), {ADD}, {TWICE}, {COUNT, PEEK}, {ADD, COUNT, PEEK, TWICE}], ids=str
)
def test_parts_compute_what_the_whole_does(run, used):
    whole = made()
    parts = split.split(whole, used)

    assert run(ALL, whole) == RESULTS
    assert run(ALL, parts.first, parts.data, parts.second) == RESULTS


@pytest.mark.parametrize(
    ("calls", "fetched"),
    [("[add(1, 1), peek(8)]", 0), ("[count()]", 1), ("[count(), count(), twice(2)]", 1)],
)
def test_the_second_half_is_fetched_once_and_when_it_is_needed(run, calls, fetched):
    parts = split.split(made(), {ADD, PEEK})

    expression = f"[{calls}, fetched][1]"
    assert run(expression, parts.first, parts.data, parts.second) == fetched


def test_without_data_memory_is_empty(run):
    parts = split.split(made(), {PEEK})

    assert run("peek(9)", parts.first) == 0


def test_coverage_marks_what_was_called(run):
    marks = "[0, 1, 2, 3].filter((i) => called().get(i) !== null)"

    expression = f"[count(), twice(3), {marks}].at(-1)"
    assert run(expression, split.instrumented(made())) == [ADD, COUNT, TWICE]


def test_a_variable_behind_a_constant_cannot_be_shared():
    constant, variable = b"\x7f\0\x41\1\x0b", b"\x7f\1\x41\0\x0b"

    with pytest.raises(Failure, match="variables behind constants"):
        split.split(made((constant, variable)), set())


def test_what_is_read_is_written_as_it_was():
    assert wasm.Module(made()).binary() == made()


@pytest.mark.parametrize(("value", "encoded"), [(0, "00"), (127, "7f"), (128, "8001")])
def test_integers_are_in_leb128(value, encoded):
    assert wasm.integer(value).hex() == encoded
    assert wasm.Reader(wasm.integer(value)).integer() == value


@pytest.mark.parametrize(("value", "encoded"), [(63, "3f"), (64, "c000"), (8191, "ff3f")])
def test_constants_are_in_signed_leb128(value, encoded):
    assert wasm.signed(value).hex() == encoded


def test_what_is_not_webassembly_is_refused():
    with pytest.raises(Failure, match="not"):
        wasm.Module(b"GIF89a")
