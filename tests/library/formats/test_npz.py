import io
import struct
import tracemalloc

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.formats import npz
from inkglass.formats.npz import read_npz, write_npz

ARRAYS = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "text": np.array("déjà vu")}


def saved(save=np.savez, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def test_numpy_reads_what_is_written():
    with np.load(io.BytesIO(write_npz(ARRAYS)), allow_pickle=False) as found:
        assert found.files == ["a", "text"]
        assert_array_equal(found["a"], ARRAYS["a"])
        assert str(found["text"]) == "déjà vu"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_what_numpy_writes_is_read(save):
    found = read_npz(saved(save, **ARRAYS))

    assert_array_equal(found["a"], ARRAYS["a"])
    assert found["a"].flags.writeable
    assert found["text"] == "déjà vu"


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 1, 4)])
def test_any_shape_is_read(shape):
    array = np.ones(shape, np.float32)

    assert_array_equal(read_npz(saved(a=array))["a"], array)


def test_an_array_in_fortrans_order_is_read():
    assert_array_equal(read_npz(saved(a=np.asfortranarray(ARRAYS["a"])))["a"], ARRAYS["a"])


def test_the_same_arrays_give_the_same_bytes():
    assert write_npz(ARRAYS) == write_npz({name: array.copy() for name, array in ARRAYS.items()})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected an .npz archive"),
        (b"not a zip" * 100, "expected an .npz archive"),
        (write_npz(ARRAYS)[:-1], "expected an .npz archive, found a damaged one"),
        (write_npz(ARRAYS)[:300], "expected an .npz archive, found .* truncated"),
        (write_npz(ARRAYS)[1:], "expected an .npz archive"),
        (write_npz({"a\nb": ARRAYS["a"]}), r"expected printable names .* .npy, found 'a\\nb.npy'"),
        (saved(a=np.zeros(3)), "a: expected float32 or text, found the data type <f8"),
        (saved(a=np.zeros(3, ">f4")), "a: .* data type >f4"),
        (saved(a=np.zeros(3, np.int64)), "a: .* data type <i8"),
        (saved(a=np.array([None])), "a: expected an .npy header of numbers or text"),
        (saved(a=np.zeros(3, "f4,i4")), "a: expected an .npy header of numbers or text"),
        (saved(a=np.array(["one", "two"])), r"a: expected a single text, found the shape \(2,\)"),
    ],
)
def test_anything_else_is_refused(data, message):
    with pytest.raises(ValueError, match=message):
        read_npz(data)


def test_an_array_that_is_there_twice_is_refused():
    data = saved(ab=np.float32(1), cd=np.float32(2)).replace(b"cd.npy", b"ab.npy")

    with pytest.raises(ValueError, match="ab: found twice"):
        read_npz(data)


def test_a_changed_byte_of_the_data_is_noticed():
    data = bytearray(write_npz(ARRAYS))
    data[data.index(ARRAYS["a"].tobytes()) + 5] ^= 1

    with pytest.raises(ValueError, match="a: expected .* match their checksum"):
        read_npz(data)


def test_a_bomb_is_refused_by_its_declared_size(monkeypatch):
    data = saved(np.savez_compressed, a=np.zeros(10**6, np.float32))
    monkeypatch.setattr(npz, "MAX_BYTES", 10**6)

    with pytest.raises(ValueError, match="expected at most 1000000 bytes of arrays, found 4"):
        read_npz(data)


def test_a_bomb_with_a_small_declared_size_is_not_unpacked_beyond_it():
    data = saved(np.savez_compressed, a=np.zeros(10**6, np.float32))
    data = data.replace(struct.pack("<L", 4 * 10**6 + 128), struct.pack("<L", 1000))

    tracemalloc.start()
    with pytest.raises(ValueError, match="a: expected 1000 bytes"):
        read_npz(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10**6


def test_a_shape_larger_than_the_data_is_refused():
    array = np.zeros((10, 10), np.float32)
    content = npz._npy(array).replace(b"(10, 10)", b"(99, 99)")
    assert content != npz._npy(array)

    with pytest.raises(ValueError, match=r"a: expected 39204 bytes for the shape \(99, 99\)"):
        npz._array("a", content)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_whatever_is_changed_or_cut_only_value_errors_arise(rng, full, save):
    whole = saved(save, **ARRAYS)
    for _ in range(20_000 if full else 1000):
        data = bytearray(whole)
        for place in rng.integers(0, len(data), rng.integers(1, 4)):
            data[place] = rng.integers(256)
        cut = rng.integers(len(data) // 2, 2 * len(data))
        try:
            read_npz(bytes(data[:cut]))
        except ValueError as error:
            assert "expected" in str(error) or "twice" in str(error)
