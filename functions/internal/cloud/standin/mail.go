package standin

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// Letter is a mail as its reader has it.
type Letter struct{ To, Subject, Text, HTML, Date string }

// Letter takes the message apart.
func (m Mail) Letter() (Letter, error) {
	message, err := mail.ReadMessage(bytes.NewReader(m.Content.Raw.Data))
	if err != nil {
		return Letter{}, fmt.Errorf("reading mail: %w", err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
	if err != nil {
		return Letter{}, fmt.Errorf("reading subject of mail: %w", err)
	}
	l := Letter{To: strings.Join(m.Destination.ToAddresses, ", "), Subject: subject, Date: message.Header.Get("Date")}
	_, boundary, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil {
		return Letter{}, fmt.Errorf("reading type of mail: %w", err)
	}
	parts := multipart.NewReader(message.Body, boundary["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return l, nil
		}
		if err != nil {
			return Letter{}, fmt.Errorf("reading parts of mail: %w", err)
		}
		if err := l.add(part); err != nil {
			return Letter{}, err
		}
	}
}

func (l *Letter) add(part *multipart.Part) error {
	var body io.Reader = part
	if strings.EqualFold(part.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(part)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return fmt.Errorf("reading part of mail: %w", err)
	}
	words := strings.ReplaceAll(string(text), "\r\n", "\n")
	if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
		l.HTML = words
	} else {
		l.Text = words
	}
	return nil
}
