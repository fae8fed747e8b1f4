"""A finished model in the forms that other programs read, each compared with the model itself."""
