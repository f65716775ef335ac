"""Reading a picture: from a photograph or screenshot to the lines of digits in it."""
