"""What `build.py` is made of: each module is one step on the way to `dist/`. Standard library only."""
