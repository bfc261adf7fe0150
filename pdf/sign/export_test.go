package sign

// Written is how a value is written, for tests that write revisions of their
// own.
var Written = written
