package workflow

import "thidua/storage"

// Migrations bring the records of earlier releases up to date. The list only
// ever grows at its end; each step comes with a fixture from before and after.
var Migrations []storage.Step
