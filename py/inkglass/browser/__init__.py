"""What the page calls: the only code that knows that Python runs in a browser."""
