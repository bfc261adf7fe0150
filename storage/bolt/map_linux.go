package bolt

import "syscall"

// mapFlags reads the file in one go while it is mapped. Opening walks every page
// in any case; asked for one by one, they take a cold disk thirty times as long.
const mapFlags = syscall.MAP_POPULATE
