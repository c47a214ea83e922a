package submission

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

func pngOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pdfOf(inside string) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + " >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n")
}

const types = `<Types><Override PartName="/word/document.xml" ContentType="` + mainDocument + `"/></Types>`

// archiveOf is a zip archive of named parts, in pairs.
func archiveOf(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		part, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func documentOf(t testing.TB, body string) []byte {
	t.Helper()
	return archiveOf(t, "[Content_Types].xml", types, "word/document.xml",
		`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>`+body+`</w:body></w:document>`)
}

// A file is what is in it, not what it is called.
func TestSniff(t *testing.T) {
	t.Parallel()
	huge := pngOf(t)
	copy(huge[16:24], []byte{0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff})
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"a PNG", pngOf(t), TypePNG},
		{"a JPEG", jpegOf(t), TypeJPEG},
		{"a PDF", pdfOf(""), TypePDF},
		{"a Word document", documentOf(t, "<w:p/>"), TypeDOCX},
		{"nothing", nil, ""},
		{"HTML", []byte("<!doctype html><script>alert(1)</script>"), ""},
		{"HTML behind the mark of a PDF", append([]byte("%PDF-1.7\n<html><script>alert(1)</script>"), pdfOf("")...), ""},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), ""},
		{"a GIF", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), ""},
		{"the mark of a PNG alone", []byte("\x89PNG\r\n\x1a\n"), ""},
		{"a picture that is small to send and huge to open", huge, ""},
		{"half a JPEG header", jpegOf(t)[:12], ""},
		{"half a PDF", pdfOf("")[:40], ""},
		{"a PDF behind something else", append([]byte("\n"), pdfOf("")...), ""},
		{"a PDF with /JavaScript", pdfOf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), ""},
		{"a PDF with /JS and a line end", pdfOf("/Names << /JS\n3 0 R >>"), ""},
		{"a PDF with /Java#53cript", pdfOf("/S /Java#53cript"), ""},
		{"a PDF that launches", pdfOf("/S /Launch"), ""},
		{"a PDF with a file inside", pdfOf("/Type /EmbeddedFile"), ""},
		{"a PDF with a form that sends itself", pdfOf("/S /SubmitForm"), ""},
		{"a PDF that only begins like one", pdfOf("/JSON (hello) /Launcher (bread)"), TypePDF},
		{"a zip", archiveOf(t, "soup.txt", "soup"), ""},
		{"a spreadsheet", archiveOf(t, "[Content_Types].xml", types, "xl/workbook.xml", "<x/>"), ""},
		{"a Word document without its types", archiveOf(t, "word/document.xml", "<x/>"), ""},
		{"a Word document with macros", archiveOf(t, "[Content_Types].xml", types, "word/document.xml", "<x/>", "word/vbaProject.bin", "x"), ""},
		{"a docm whose macros are called otherwise", archiveOf(t, "[Content_Types].xml",
			strings.ReplaceAll(types, mainDocument, "application/vnd.ms-word.document.macroEnabled.main+xml"), "word/document.xml", "<x/>"), ""},
		{"a Word document with a control", archiveOf(t, "[Content_Types].xml", types, "word/document.xml", "<x/>", "word/activeX/activeX1.xml", "x"), ""},
		{"the mark of a zip alone", []byte("PK\x03\x04"), ""},
		{"a program", []byte("MZ\x90\x00"), ""},
	} {
		if got := sniff(c.data); got != c.want {
			t.Errorf("%s is taken for %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ typed, kind, want string }{
		{"soup.png", TypePNG, "soup.png"},
		{"Suppe – löffelweise.JPG", TypeJPEG, "Suppe – löffelweise.JPG"},
		{"/etc/passwd", TypePNG, "passwd.png"},
		{`C:\Users\Ann\soup.pdf`, TypePDF, "soup.pdf"},
		{"../../soup.docx", TypeDOCX, "soup.docx"},
		{"soup\x00.png", TypePNG, "soup.png"},
		{"soup\r\nSet-Cookie: a=b.png", TypePNG, "soupSet-Cookie a=b.png"},
		{"a\u202egnp.exe", TypePNG, "agnp.exe.png"},
		{"soup.html", TypePNG, "soup.html.png"},
		{"soup.pdf", TypeJPEG, "soup.pdf.jpg"},
		{`soup".png`, TypePNG, "soup.png"},
		{"", TypePNG, "file.png"},
		{"..", TypePNG, "file.png"},
		{"   ", "", "file"},
		{"\xff\xfe", TypePNG, "��.png"},
		{strings.Repeat("ü", 200) + ".png", TypePNG, strings.Repeat("ü", 60) + ".png"},
	} {
		if got := fileName(c.typed, c.kind); got != c.want {
			t.Errorf("%q is called %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestTextOfADocument(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, want string }{
		{"a paragraph", `<w:p><w:r><w:t>#ad Soup</w:t></w:r></w:p>`, "#ad Soup"},
		{"runs", `<w:p><w:r><w:t xml:space="preserve">#ad </w:t></w:r><w:r><w:t>Soup</w:t></w:r></w:p>`, "#ad Soup"},
		{"paragraphs", `<w:p><w:t>a</w:t></w:p><w:p><w:t>b</w:t></w:p>`, "a\n\nb"},
		{"a line that is broken", `<w:p><w:t>#ad</w:t><w:br/><w:t>Soup</w:t></w:p>`, "#ad\nSoup"},
		{"a tab", `<w:p><w:t>#ad</w:t><w:tab/><w:t>Soup</w:t></w:p>`, "#ad\tSoup"},
		{"what was deleted", `<w:p><w:delText>#ad</w:delText><w:t>Soup</w:t></w:p>`, "Soup"},
		{"signs", `<w:p><w:t>A &amp; B &lt;c&gt;</w:t></w:p>`, "A & B <c>"},
		{"an entity of its own", `<w:p><w:t>a</w:t></w:p><w:p><w:t>&bomb;</w:t></w:p>`, "a"},
		{"cut off", `<w:p><w:t>Soup`, "Soup"},
	} {
		if got := documentText(documentOf(t, c.body)); strings.TrimSpace(strings.TrimSuffix(got, "</w:body></w:document>")) != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	bomb := documentOf(t, "<w:p><w:t>"+strings.Repeat("soup ", 5<<20)+"</w:t></w:p>")
	if got := documentText(bomb); len(got) > maxWords {
		t.Errorf("%d bytes of text were read", len(got))
	}
	if documentText([]byte("no archive")) != "" || documentText(archiveOf(t, "a", "b")) != "" {
		t.Error("text was found where there is none")
	}
}

func TestInstant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed string
		given bool
		want  int
	}{
		{"0:02", true, 2}, {"2", true, 2}, {" 1:05 ", true, 65}, {"90", true, 90}, {"1440:00", true, 86400}, {"0:00", true, 0},
		{"", false, 0}, {"soon", false, 0}, {"1:60", false, 0}, {"-1", false, 0}, {"1:-5", false, 0}, {"+1", false, 0}, {"1:2:3", false, 0},
		{"0x10", false, 0}, {"1_000", false, 0}, {"99999999999999999999", false, 0}, {"1441:00", false, 0}, {"86401", false, 0}, {"٣", false, 0},
	} {
		if got := instant(c.typed); got.Given != c.given || got.Second != c.want {
			t.Errorf("%q is %+v", c.typed, got)
		}
	}
}
