// Files the binary carries.
