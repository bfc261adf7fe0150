// Package sample holds a complete year of a real cluster: what the demo plays
// and what a new cluster file is best started from.
package sample

import _ "embed"

// Cluster is the cluster file of Tây Nam bộ for 2017 (docs/formats.md, section 3).
//
//go:embed tay-nam-bo-2017.yaml
var Cluster []byte

// Figures are its figures, plans and last year's results (section 4).
//
//go:embed tay-nam-bo-2017-figures.csv
var Figures []byte
