"""Training a network, and measuring what it has learned."""
