package fetch

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// read takes the page out of an answer.
func read(answer *http.Response) (Page, error) {
	page := Page{Status: answer.StatusCode}
	switch {
	case page.Status == http.StatusNotFound || page.Status == http.StatusGone:
		return page, nil
	case page.Status < 200 || page.Status > 299:
		return Page{}, &Unreached{Say: fmt.Sprintf("The page answered with status %d.", page.Status)}
	}
	stated := answer.Header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(stated)
	if err != nil || media != "text/html" && media != "application/xhtml+xml" && media != "text/plain" {
		return Page{}, &Unreached{Say: "There is no web page at this address, but another kind of file.", Err: err}
	}
	// The transport unpacks gzip, which is all that it asks for, and removes the header.
	if answer.Header.Get("Content-Encoding") != "" {
		return Page{}, &Unreached{Say: "The page is packed in a way that we cannot read."}
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, MaxBody+1))
	if err != nil {
		return Page{}, &Unreached{Say: "The page broke off while we read it.", Err: err}
	}
	if len(body) > MaxBody {
		return Page{}, &Unreached{Say: "The page is larger than 5 MB."}
	}
	page.Type = media
	page.Body, err = toUTF8(body, stated)
	return page, err
}

// toUTF8 turns the character set that a page states into UTF-8. A page that is
// UTF-8 already is taken as such, whatever it states.
func toUTF8(body []byte, contentType string) ([]byte, error) {
	if utf8.Valid(body) {
		return body, nil
	}
	encoding, _, _ := charset.DetermineEncoding(body, contentType)
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil || len(text) > 2*MaxBody {
		return nil, &Unreached{Say: "The page is written in characters that we cannot read.", Err: err}
	}
	return text, nil
}
