package bolt

import (
	"runtime"
	"strconv"
)

// mapAhead is how much of the address space to reserve for the file: 16 GiB
// where addresses are plenty. Windows would make the file itself that large.
func mapAhead() int {
	ahead := int64(16 << 30)
	if strconv.IntSize < 64 || runtime.GOOS == "windows" {
		return 0
	}
	return int(ahead)
}
