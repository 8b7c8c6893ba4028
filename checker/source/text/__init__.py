"""Changes single places of a YAML text and leaves every other character alone; knows nothing about what it says."""
