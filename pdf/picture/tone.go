package picture

import "image/color"

// A tone is an ink on a ground.
type tone struct{ ground, ink color.RGBA }

// Tones can be told apart by those who do not see red and green apart: they go
// from light to dark, from orange to blue.
var (
	onSheet    = tone{rgb(0xFFFFFF), rgb(0x1A1F26)}
	faintly    = tone{rgb(0xFFFFFF), rgb(0x5B6570)} // grey words
	warning    = tone{rgb(0xFFFFFF), rgb(0xA63C00)} // words that call for somebody
	onHead     = tone{rgb(0xE7EBF0), rgb(0x1A1F26)}
	onAccepted = tone{rgb(0x0072B2), rgb(0xFFFFFF)}
	onFinal    = tone{rgb(0x053C63), rgb(0xFFFFFF)}
	onSent     = tone{rgb(0xA3D3F2), rgb(0x0B2B40)}
	onReturned = tone{rgb(0xC05200), rgb(0xFFFFFF)}
	onDraft    = tone{rgb(0xFBE7A8), rgb(0x4A3A00)}
	onMissing  = tone{rgb(0xFBE9E3), rgb(0x8A3B1E)}
	onNone     = tone{rgb(0xCDD8E0), rgb(0x1A1F26)}
	onNA       = tone{rgb(0xEDEFF2), rgb(0x5B6570)}
	onNothing  = tone{rgb(0xFFFFFF), rgb(0xC4CBD3)} // a frame
)

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xFF} }
