"""The drawing kit behind the demo shop's pictures: colours, canvas, scenes and one module per family of things."""
