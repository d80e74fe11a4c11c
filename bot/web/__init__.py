"""What is served over HTTP besides the sandbox: health."""
