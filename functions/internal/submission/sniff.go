package submission

import (
	"archive/zip"
	"bytes"
	"image"
	_ "image/jpeg" // pictures are opened, to be sure that they are some
	_ "image/png"
	"io"
	"slices"
	"strconv"
	"strings"
)

// What may be uploaded, by what is in it and not by what it is called.
const (
	TypePNG  = "image/png"
	TypeJPEG = "image/jpeg"
	TypePDF  = "application/pdf"
	TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// maxPixels keeps out pictures that are small to send and huge to open.
const maxPixels = 100_000_000

// sniff returns the type of a file, or "" if it is none that is taken.
func sniff(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return picture(data, "png", TypePNG)
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return picture(data, "jpeg", TypeJPEG)
	case bytes.HasPrefix(data, []byte("%PDF-1.")), bytes.HasPrefix(data, []byte("%PDF-2.")):
		if activePDF(data) {
			return ""
		}
		return TypePDF
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		if docx(data) {
			return TypeDOCX
		}
	}
	return ""
}

func picture(data []byte, format, kind string) string {
	c, found, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || found != format || c.Width < 1 || c.Height < 1 || c.Width > maxPixels/c.Height {
		return ""
	}
	return kind
}

// activePDF reports whether a PDF does something when it is opened, or is no
// whole PDF. What is packed inside is not unpacked: nobody here opens it, it
// is only handed on as a file.
func activePDF(data []byte) bool {
	if !bytes.Contains(data[max(0, len(data)-1024):], []byte("%%EOF")) {
		return true
	}
	plain := unescaped(data)
	for _, mark := range []string{"JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData"} {
		if named(plain, mark) {
			return true
		}
	}
	return bytes.Contains(bytes.ToLower(data[:min(1024, len(data))]), []byte("<script"))
}

// unescaped is a PDF with the characters of its names as they are read: in
// /Java#53cript the fifth is an S (ISO 32000-1, 7.3.5).
func unescaped(data []byte) []byte {
	plain := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		if data[i] == '#' && i+2 < len(data) {
			if c, err := strconv.ParseUint(string(data[i+1:i+3]), 16, 8); err == nil {
				plain, i = append(plain, byte(c)), i+2
				continue
			}
		}
		plain = append(plain, data[i])
	}
	return plain
}

// named reports whether a PDF has a name: with nothing behind it that would make
// it a longer one.
func named(data []byte, name string) bool {
	mark := []byte("/" + name)
	for {
		i := bytes.Index(data, mark)
		if i < 0 {
			return false
		}
		data = data[i+len(mark):]
		if len(data) == 0 || bytes.IndexByte([]byte("\x00\t\n\f\r ()<>[]{}/%"), data[0]) >= 0 {
			return true
		}
	}
}

// docx reports whether a zip archive is a Word document without macros.
func docx(data []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > 5000 {
		return false
	}
	macros := slices.ContainsFunc(archive.File, func(f *zip.File) bool {
		name := strings.ToLower(f.Name)
		return strings.HasSuffix(name, "vbaproject.bin") || strings.Contains(name, "activex")
	})
	body := slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == "word/document.xml" })
	return body && !macros && strings.Contains(contentTypes(archive), mainDocument)
}

// mainDocument is what a Word document says that it is. One with macros says
// something else, whatever its parts are called.
const mainDocument = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

// contentTypes is the part of a document that says what its parts are.
func contentTypes(archive *zip.Reader) string {
	part, err := archive.Open("[Content_Types].xml")
	if err != nil {
		return ""
	}
	defer part.Close()
	data, err := io.ReadAll(io.LimitReader(part, maxWords))
	if err != nil {
		return ""
	}
	return string(data)
}
