"""An experiment as a link."""
