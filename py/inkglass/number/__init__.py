"""Reading a number: finding, cutting apart and joining the digits in a drawn line."""
