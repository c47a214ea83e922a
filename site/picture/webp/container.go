package webp

import "encoding/binary"

// container wraps a bit stream into the RIFF file browsers read; with a
// profile, as the extended format.
func container(kind string, stream []byte, w, h int, alpha bool, profile []byte) []byte {
	out := append(make([]byte, 0, len(stream)+len(profile)+64), "RIFF\x00\x00\x00\x00WEBP"...)
	if len(profile) > 0 {
		flags := byte(0x20)
		if alpha {
			flags |= 0x10
		}
		w, h := w-1, h-1
		out = chunk(out, "VP8X", []byte{flags, 0, 0, 0, byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)})
		out = chunk(out, "ICCP", profile)
	}
	out = chunk(out, kind, stream)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

func chunk(out []byte, name string, data []byte) []byte {
	out = append(out, name...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(data)))
	out = append(out, data...)
	if len(data)&1 != 0 {
		out = append(out, 0)
	}
	return out
}
