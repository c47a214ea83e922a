package picture

import (
	"encoding/binary"
	"fmt"
	"image/color"
)

// Icons returns the icons of the site by file name, drawn from the mark of the
// house: a door ajar with the light on behind it.
func Icons() (files map[string][]byte, err error) {
	defer guard(&err)
	files = map[string][]byte{}
	for _, icon := range []struct {
		name    string
		size    int
		rounded bool
	}{
		{"favicon.ico", 32, true},
		{"apple-touch-icon.png", 180, false}, // the system rounds it, and shows transparency as black
		{"icon-192.png", 192, true},
		{"icon-512.png", 512, true},
	} {
		data, err := mark(icon.size, icon.rounded)
		if err != nil {
			return nil, fmt.Errorf("drawing %s: %w", icon.name, err)
		}
		if icon.name == "favicon.ico" {
			data = ico(data, icon.size)
		}
		files[icon.name] = data
	}
	return files, nil
}

// mark draws favicon.svg, whose grid is 32 × 32.
func mark(size int, rounded bool) ([]byte, error) {
	ink := color.NRGBA{0x14, 0x3d, 0x2e, 255}
	ground, radius := ink, 0
	if rounded {
		ground, radius = color.NRGBA{}, 7
	}
	c := newCanvas(size, size, ground)
	g := func(x, y int) dot { return dot{divide(x*size*unit, 32), divide(y*size*unit, 32)} }
	whole := rectangle(0, 0, size*unit, size*unit, divide(radius*size*unit, 32))
	c.fill(whole, c.colour(ink))

	var door outline
	door.move(g(8, 27))
	door.line(g(8, 15))
	door.corner(g(8, 7), g(16, 7))
	door.corner(g(24, 7), g(24, 15))
	door.line(g(24, 27))
	c.fill(door, c.colour(color.NRGBA{0x0b, 0x22, 0x19, 255}))

	var light outline
	light.move(g(16, 8))
	light.corner(g(23, 8), g(23, 15))
	light.line(g(23, 27), g(16, 24))
	c.fill(light, c.colour(color.NRGBA{0xf2, 0xa6, 0x5a, 255}))
	return c.png()
}

// ico wraps a PNG of 255 points or less into an icon file of one picture.
func ico(png []byte, size int) []byte {
	const header = 22
	out := []byte{0, 0, 1, 0, 1, 0, byte(size), byte(size), 0, 0, 1, 0, 32, 0}
	out = binary.LittleEndian.AppendUint32(out, uint32(len(png)))
	out = binary.LittleEndian.AppendUint32(out, header)
	return append(out, png...)
}
