"""Making Pyodide's engine smaller: it holds all that any library could ask for.

For each of its 8,500 exports a browser makes an object at every start, and Emscripten a place in a
table; and its JavaScript has functions for sound, windows and graphics. The libraries of the site
are known, so what neither they nor the engine itself name is left out.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from sitebuild import wasm
from sitebuild.paths import NODE_MODULES
from sitebuild.steps import Failure, run

TERSER = NODE_MODULES / ".bin" / "terser"
TERSER_OPTIONS = ("--module", "--compress", "passes=3", "--mangle")

ASSIGNMENTS = re.compile(r"(?<=function assignWasmExports\(wasmExports\)\{)[^}]*(?=\})")
ASSIGNMENT = re.compile(r'(?P<variable>\w+)=.*wasmExports\["(?P<name>\w+)"\]')
DECLARATION = re.compile(r"(?<=var )\w+(?:,\w+){1000,}(?=;)")
WORD = re.compile(r"[\w$]+")
IMPORTS = re.compile(r"(?<=var wasmImports=\{)[^}]*(?=\})")
IMPORT = re.compile(r'"?(?P<name>[\w$]+)"?(?::(?P<variable>[\w$]+))?')
SIGNATURE = re.compile(r'(?<![\w$.])(?P<name>[\w$]+)\.sig="\w*";')
GIVEN_TO_OTHERS = re.compile(r'(?<![\w$.])Module\["(?P<name>[\w$]+)"\]=(?P=name);')
PROPERTY = re.compile(r"""(?:\.|["'])([\w$]+)""")
EVAL = re.compile(r"(?<![\w$.])eval\(")

# A restored memory has its constructors behind it; they could not run either, since the data that
# they begin with is not there before. What they do outside of memory, in the order in which they do
# it: the limits of the stack, and the table of JavaScript's objects that Python never lets go.
CONSTRUCTORS = 'wasmExports["__wasm_call_ctors"]();callRuntimeCallbacks(onPostCtors);'
OUTSIDE_OF_MEMORY = (
    'wasmExports["emscripten_stack_init"]();'
    'wasmExports["_hiwire_immortal_add"](null);'
    'wasmExports["_hiwire_immortal_add"](__hiwire_deduplicate_new());'
    'wasmExports["_hiwire_immortal_table_init"]();'
)
# To know where a function is, Emscripten asks the table for all of its 14,000, and has the browser
# make an object for each. Where those are that it will ask for, the build knows.
EXPORTED = "var origExports=wasmExports;"
PLACES = "updateTableMap(0,wasmTable.length)"
PLACES_VARIABLE = "var functionsInTableMap;"

# Which function calls C functions of any arity is written into memory, which is then filled again.
TRAMPOLINE = "const ptr=getPyEMTrampolinePtr();"
NOTED_TRAMPOLINE = 'const ptr=Module["trampoline"]=getPyEMTrampolinePtr();'

# The engine's JavaScript is one large function. As it is published, browsers only skim it while
# they load the file, compile it when it is called, and keep for the next visit what they had
# compiled before that. In parentheses it is compiled at once, and kept.
MODULE = re.compile(
    r"(?P<function>async function (?P<name>\w+)\(.*\})export default (?P=name);\s*", re.DOTALL
)
EXPORT = "export default "


def trim_binary(engine: bytes, script: str, libraries: Iterable[bytes]) -> bytes:
    """Return the engine with the exports that it, its `script` and `libraries` use."""
    module = wasm.Module(engine)
    kept = import_names([engine, *libraries]) | _named_in(script)
    exports = [each.encoded() for each in module.exports() if each.name in kept]
    module.replace(wasm.EXPORTS, exports)
    _import_memory(module)
    return module.binary()


def _import_memory(module: wasm.Module) -> None:
    """Have the module take the memory that it is given, which can be filled before there is it."""
    (limits,) = module.memories()
    del module.sections[wasm.MEMORIES]
    module.append(wasm.IMPORTS, wasm.Import("env", "memory", wasm.MEMORY, limits).encoded())


def trim_script(script: str, binaries: list[bytes], users: Iterable[str], out: Path) -> None:
    """Write the engine's script to `out` without what nothing uses, and quicker.

    `binaries` are the engine and all libraries that it has to work with, `users` the other scripts
    that work with what it makes. With `isRestored` among its settings it leaves memory alone.
    Raises Failure if Pyodide's script is not as it was.
    """
    engine, *_ = binaries
    needed = import_names(binaries)
    script = _with_places(script, engine)
    either = f'if(Module["isRestored"]){{{OUTSIDE_OF_MEMORY}}}else{{{CONSTRUCTORS}}}'
    script = _with_once(script, CONSTRUCTORS, either)
    script = _with_once(script, TRAMPOLINE, NOTED_TRAMPOLINE)
    script = _with_assignments(script, needed | _named_in(script))
    script = _with_imports(script, needed)
    script = _with_given(script, users)
    # A function that evaluates text could use any name. The page's policy forbids it anyway.
    script = EVAL.sub("globalThis.eval(", script)
    whole, trimmed = out.with_suffix(".whole.mjs"), out.with_suffix(".trimmed.mjs")
    whole.write_text(f"{EXPORT}{_function(script)};")
    command = [TERSER, whole, *TERSER_OPTIONS, "--output", trimmed]
    run("trimming Pyodide's JavaScript", command, "Remove node_modules/ and run this again.")
    out.write_text(f"{EXPORT}({trimmed.read_text().removeprefix(EXPORT).rstrip(';')});\n")
    for path in (whole, trimmed):
        path.unlink()


def import_names(binaries: Iterable[bytes]) -> set[str]:
    """Return the names of all that WebAssembly modules import."""
    return {each.name for binary in binaries for each in wasm.Module(binary).imports()}


def _named_in(script: str) -> set[str]:
    """Return the names of exports that the script uses, not counting where it names all of them."""
    rest = DECLARATION.sub("", ASSIGNMENTS.sub("", script))
    words = set(WORD.findall(rest + OUTSIDE_OF_MEMORY))
    # In JavaScript a C function has an underscore before its name.
    return words | {word.removeprefix("_") for word in words}


def _with_assignments(script: str, kept: set[str]) -> str:
    """Return the script without the variables of exports that are not `kept`."""
    every = _the(ASSIGNMENTS, script).split(";")
    gone = {
        match["variable"]: statement
        for statement in every
        if (match := ASSIGNMENT.match(statement)) and match["name"] not in kept
    }
    unused = set(gone.values())
    statements = ";".join(statement for statement in every if statement not in unused)
    variables = [name for name in _the(DECLARATION, script).split(",") if name not in gone]
    script = ASSIGNMENTS.sub(lambda _: statements, script)
    return DECLARATION.sub(lambda _: ",".join(variables), script)


def _with_imports(script: str, needed: set[str]) -> str:
    """Return the script giving WebAssembly only the functions that are `needed`."""
    entries = [IMPORT.fullmatch(entry) for entry in _the(IMPORTS, script).split(",")]
    if not all(entries):
        raise _changed("IMPORT")
    kept = [entry for entry in entries if entry["name"] in needed]
    variables = {entry["variable"] or entry["name"] for entry in kept}
    script = IMPORTS.sub(lambda _: ",".join(entry[0] for entry in kept), script)
    # What a function's signature is, only those need that call it from WebAssembly.
    return SIGNATURE.sub(lambda match: match[0] if match["name"] in variables else "", script)


def _with_places(script: str, engine: bytes) -> str:
    """Return the script knowing where in the table the engine's exported functions are."""
    module = wasm.Module(engine)
    slots = {function: slot for slot, function in module.table_elements()}
    places = {
        each.name: slots[each.index]
        for each in module.exports()
        if each.kind == wasm.FUNCTION and each.index in slots
    }
    note = f"for(const[name,place]of Object.entries({json.dumps(places)}))"
    note += "functionsInTableMap.set(rawExports[name],place)"
    script = _with_once(script, EXPORTED, f"{EXPORTED}rawExports=wasmExports;")
    script = _with_once(script, PLACES, note)
    return _with_once(script, PLACES_VARIABLE, f"{PLACES_VARIABLE}var rawExports;")


def _with_once(script: str, old: str, new: str) -> str:
    """Return the script with `new` in the place of `old`, which it has once."""
    if script.count(old) != 1:
        raise _changed(old)
    return script.replace(old, new)


def _with_given(script: str, users: Iterable[str]) -> str:
    """Return the script putting into its module only what it, or `users`, take out of it."""
    rest = "\n".join([GIVEN_TO_OTHERS.sub("", script), *users])
    used = set(PROPERTY.findall(rest))
    return GIVEN_TO_OTHERS.sub(lambda match: match[0] if match["name"] in used else "", script)


def _function(script: str) -> str:
    """Return the one function that the script is."""
    module = MODULE.fullmatch(script)
    if not module:
        raise _changed("MODULE")
    return module["function"]


def _the(pattern: re.Pattern, script: str) -> str:
    found = pattern.search(script)
    if not found:
        raise _changed(pattern.pattern)
    return found[0]


def _changed(pattern: str) -> Failure:
    return Failure(f"pyodide.asm.mjs is not written as it was; look at {pattern} in engine.py.")
