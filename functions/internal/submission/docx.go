package submission

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// maxWords is how much text is read from a document, in bytes.
const maxWords = 2 << 20

// words returns the text of a Word document; "" for a file that has none that
// a program can read.
func (s *Room) words(ctx context.Context, f File) (string, error) {
	if f.Type != TypeDOCX {
		return "", nil
	}
	in, err := s.Files.Open(ctx, f.Hash)
	if err != nil {
		return "", fmt.Errorf("opening file: %w", err)
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, int64(s.MaxFile)))
	if err != nil {
		return "", fmt.Errorf("reading file: %w", err)
	}
	return cut(documentText(data), maxRead), nil
}

// maxRead is how much of a document's text is checked, in bytes: as much as may
// be typed.
const maxRead = 4 * maxDraft

// documentText is the text of a Word document, paragraph by paragraph, as far
// as it can be read.
func documentText(data []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	body, err := archive.Open("word/document.xml")
	if err != nil {
		return ""
	}
	defer body.Close()
	var text strings.Builder
	tokens := xml.NewDecoder(io.LimitReader(body, maxWords))
	shown := false
	for {
		token, err := tokens.RawToken()
		if err != nil {
			return strings.TrimSpace(text.String())
		}
		switch t := token.(type) {
		case xml.StartElement:
			shown = t.Name.Local == "t"
			text.WriteString(space(t.Name.Local))
		case xml.EndElement:
			if shown = false; t.Name.Local == "p" {
				text.WriteString("\n\n")
			}
		case xml.CharData:
			if shown {
				text.Write(t)
			}
		}
	}
}

// space is what an element without words puts between those around it.
func space(element string) string {
	switch element {
	case "br", "cr":
		return "\n"
	case "tab":
		return "\t"
	case "noBreakHyphen":
		return "-"
	}
	return ""
}
