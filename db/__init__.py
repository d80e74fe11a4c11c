"""What Guanjia remembers: vocabulary, tables, sessions and the questions asked of them."""
