"""Where time passes: the training loop, the process it runs in, and what a viewer may see."""
