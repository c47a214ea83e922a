package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// keepProfile returns an ICC profile that variants have to carry to look
// right: for RGB, of bearable size, and not sRGB, which browsers assume.
func keepProfile(icc []byte) []byte {
	switch {
	case len(icc) < 132 || len(icc) > maxProfile,
		string(icc[36:40]) != "acsp", string(icc[16:20]) != "RGB ",
		bytes.Contains(icc, []byte("sRGB")), bytes.Contains(icc, []byte("\x00s\x00R\x00G\x00B")):
		return nil
	}
	return icc
}

// inflateProfile reads the profile of a PNG: a name, a zero, the method, and
// zlib, which might be a bomb.
func inflateProfile(chunk []byte) []byte {
	name := bytes.IndexByte(chunk, 0)
	if name < 0 || len(chunk) < name+2 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(chunk[name+2:]))
	if err != nil {
		return nil
	}
	icc, err := io.ReadAll(io.LimitReader(z, maxProfile+1))
	if err != nil {
		return nil
	}
	return icc
}

// tagJPEG puts a profile into a JPEG file, which begins with the two bytes SOI.
// maxProfile is below what one segment holds.
func tagJPEG(file, icc []byte) []byte {
	if icc == nil {
		return file
	}
	out := append(make([]byte, 0, len(file)+len(icc)+18), 0xff, 0xd8, 0xff, 0xe2)
	out = binary.BigEndian.AppendUint16(out, uint16(len(icc)+16))
	out = append(out, "ICC_PROFILE\x00\x01\x01"...)
	out = append(out, icc...)
	return append(out, file[2:]...)
}

// tagPNG puts a profile behind the first chunk of a PNG file.
func tagPNG(file, icc []byte) []byte {
	const first = 33 // magic and IHDR
	if icc == nil || len(file) < first {
		return file
	}
	var chunk bytes.Buffer
	chunk.WriteString("iCCPicc\x00\x00")
	z := zlib.NewWriter(&chunk)
	z.Write(icc) // a Buffer takes everything
	z.Close()
	out := append(make([]byte, 0, len(file)+chunk.Len()+8), file[:first]...)
	out = binary.BigEndian.AppendUint32(out, uint32(chunk.Len()-4))
	out = append(out, chunk.Bytes()...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk.Bytes()))
	return append(out, file[first:]...)
}
