"""What the catalogue begins with: contents the plans of the genre name, told in our own words."""
