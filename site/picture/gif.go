package picture

import (
	"bytes"
	"fmt"
)

// stripGIF keeps frames, their timing and the loop; comments, text and what
// applications add go.
func stripGIF(data []byte) ([]byte, error) {
	i := 13
	if i += colourTable(data[10]); i > len(data) {
		return nil, errCutShort
	}
	out := append(make([]byte, 0, len(data)), data[:i]...)
	frames := 0
	for range maxChunks {
		if i >= len(data) {
			return nil, errCutShort
		}
		start := i
		var keep bool
		var err error
		switch data[i] {
		case 0x3b:
			if frames == 0 {
				return nil, fmt.Errorf("is no picture: a GIF without a frame")
			}
			return append(out, 0x3b), nil
		case 0x21:
			keep, i, err = gifExtension(data, i)
		case 0x2c:
			keep = true
			i, err = gifFrame(data, i)
			frames++
		default:
			err = fmt.Errorf("is damaged: no block of a GIF at byte %d", i)
		}
		if err != nil {
			return nil, err
		}
		if keep {
			out = append(out, data[start:i]...)
		}
	}
	return nil, fmt.Errorf("is damaged: it has more than %d blocks", maxChunks)
}

// colourTable is the length of the table that a flag byte announces.
func colourTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func gifExtension(data []byte, i int) (keep bool, next int, err error) {
	if i+3 > len(data) {
		return false, 0, errCutShort
	}
	body := data[i+2:]
	switch data[i+1] {
	case 0xf9: // timing and transparency of the next frame
		keep = true
	case 0xff: // an application's; these two are the loop
		keep = bytes.HasPrefix(body, []byte("\x0bNETSCAPE2.0")) || bytes.HasPrefix(body, []byte("\x0bANIMEXTS1.0"))
	}
	next, err = gifBlocks(data, i+2)
	return keep, next, err
}

func gifFrame(data []byte, i int) (next int, err error) {
	if i+10 > len(data) {
		return 0, errCutShort
	}
	return gifBlocks(data, i+11+colourTable(data[i+9]))
}

// gifBlocks skips sub-blocks up to the empty one.
func gifBlocks(data []byte, i int) (next int, err error) {
	for i < len(data) {
		n := int(data[i])
		i += n + 1
		if n == 0 {
			return i, nil
		}
	}
	return 0, errCutShort
}
