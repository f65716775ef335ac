"""Speed, size and start-up of the built site, side by side with pages that do the same."""
