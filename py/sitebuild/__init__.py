"""What `build.py` is made of: a module a step on the way to `dist/`. Standard library only."""
