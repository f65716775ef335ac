"""Pictures handed to the page, as a visitor does, and what it says of them."""

import base64

from playwright.sync_api import expect

LIMIT = 60_000
PNG = "picture.png"
# The picture's files, and what they are said to be.
SEND = """
({kind, name, type, data}) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  if (type === "text") transfer.setData("text/plain", name);
  else transfer.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  const target = document.querySelector("h1");
  if (kind === "paste") {
    target.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: transfer }));
  } else {
    for (const name of kind === "drag" ? ["dragover"] : ["dragover", "drop"])
      target.dispatchEvent(new DragEvent(name, { ...options, dataTransfer: transfer }));
  }
}
"""


def choose(page, data, name=PNG):
    file = {"name": name, "mimeType": "image/png", "buffer": data}
    page.get_by_test_id("picture-file").set_input_files(file)


def send(page, kind, data=b"", name=PNG, media_type="image/png"):
    """Drop or paste a file as the browser hands it to the page, or drag it over that."""
    data = base64.b64encode(data).decode()
    page.evaluate(SEND, {"kind": kind, "name": name, "type": media_type, "data": data})


def expect_text(page, text):
    expect(page.get_by_test_id("guess")).to_have_text(text, timeout=LIMIT)


def problem(page):
    return page.get_by_test_id("picture-problem")
