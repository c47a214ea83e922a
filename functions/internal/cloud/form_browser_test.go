package cloud

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/web"
)

// browserForm is a form as a browser sends it: fields in their order, the file
// last.
type browserForm struct {
	fields []web.ArrivalField
	name   string
	data   []byte
}

func (f *browserForm) set(name, value string) {
	f.drop(name)
	f.fields = append(f.fields, web.ArrivalField{Name: name, Value: value})
}

func (f *browserForm) drop(name string) {
	f.fields = slices.DeleteFunc(f.fields, func(one web.ArrivalField) bool { return one.Name == name })
}

// post sends it and follows no redirect.
func (f *browserForm) post(t *testing.T, address string) (status int, code, to string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	var err error
	for _, one := range f.fields {
		err = errors.Join(err, w.WriteField(one.Name, one.Value))
	}
	file, wrong := w.CreateFormFile("file", f.name)
	if err := errors.Join(err, wrong); err != nil {
		t.Fatal(err)
	}
	_, err = file.Write(f.data)
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(said), "<Code>")
	code, _, _ = strings.Cut(rest, "</Code>")
	return res.StatusCode, code, res.Header.Get("Location")
}
