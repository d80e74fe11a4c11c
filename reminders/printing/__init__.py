"""Files of our own making: calendars, pictures, lists and tables, from words given to them."""
