"""Guanjia, the building steward: the application, and the only package that knows the messenger."""
