"""Facts that the registers of reference start from; each list says where it comes from."""
