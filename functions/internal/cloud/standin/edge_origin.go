package standin

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/cloud/sam"
)

// site answers with an object.
func (e Edge) site(w http.ResponseWriter, r *http.Request, uri string) {
	key, err := url.PathUnescape(strings.TrimPrefix(uri, "/"))
	if err != nil {
		http.Error(w, "Bad request", http.StatusBadRequest)
		return
	}
	if e.hidden(key) {
		S3Error(w, http.StatusForbidden, "AccessDenied")
		return
	}
	object, err := e.Read(r.Context(), key)
	switch {
	case errors.Is(err, ErrNoObject):
		e.missing(w, r)
	case err != nil:
		http.Error(w, "The bucket does not answer.", http.StatusBadGateway)
	default:
		describe(w.Header(), object)
		e.secure(w.Header())
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(object.Data)) // parts of it, and 304
	}
}

// describe sets the headers with which an object was put.
func describe(h http.Header, o Object) {
	h.Set("Content-Type", "binary/octet-stream") // what S3 says of what nobody named
	for _, name := range []string{"Content-Type", "Cache-Control"} {
		if value := o.Header.Get(name); value != "" {
			h.Set(name, value)
		}
	}
	h.Set("ETag", o.Tag())
}

// hidden reports whether the bucket's policy denies CloudFront the key.
func (e Edge) hidden(key string) bool {
	return slices.ContainsFunc(sam.List(e.Template.Properties("SiteBucketPolicy"), "PolicyDocument", "Statement"), func(s any) bool {
		resource := strings.TrimPrefix(sam.Str(sam.Value(sam.At(s, "Resource"))), "SiteBucket.Arn/")
		return sam.Str(s, "Effect") == "Deny" && sam.Str(s, "Principal", "Service") == "cloudfront.amazonaws.com" && sam.Wild(resource, key)
	})
}

// missing answers with the page that the distribution names for 404.
func (e Edge) missing(w http.ResponseWriter, r *http.Request) {
	page := Object{Data: []byte("Not found\n"), Header: http.Header{"Content-Type": {"text/plain"}}}
	for _, c := range sam.List(e.distribution(), "CustomErrorResponses") {
		if found, err := e.Read(r.Context(), strings.TrimPrefix(sam.Str(c, "ResponsePagePath"), "/")); err == nil && sam.At(c, "ErrorCode") == http.StatusNotFound {
			page = found
		}
	}
	describe(w.Header(), page)
	e.secure(w.Header())
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(page.Data) // the client may have gone
}

// api hands the request to the gateway, with all that the visitor sent but the
// host, and hands the answer back.
func (e Edge) api(w http.ResponseWriter, r *http.Request) {
	out, err := http.NewRequestWithContext(r.Context(), r.Method, e.API+r.URL.RequestURI(), r.Body)
	if err != nil {
		http.Error(w, "Bad request", http.StatusBadRequest)
		return
	}
	out.Header, out.ContentLength = r.Header.Clone(), r.ContentLength
	dropHops(out.Header)
	out.Header.Set("X-Origin-Verify", e.Secret)
	out.Header.Set("Via", "2.0 0f1e2d3c4b5a.cloudfront.net (CloudFront)")
	if _, sent := out.Header["User-Agent"]; !sent {
		out.Header.Set("User-Agent", "") // else Go says its own
	}
	if out.Header.Get("Accept-Encoding") == "" {
		out.Header.Set("Accept-Encoding", "identity") // else Go asks for gzip and unpacks it
	}
	if visitor, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		out.Header.Set("X-Forwarded-For", strings.Join(append(r.Header.Values("X-Forwarded-For"), visitor), ", "))
	}
	answer, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		http.Error(w, "The gateway does not answer.", http.StatusBadGateway)
		return
	}
	defer answer.Body.Close() // read to its end or given up
	if answer.StatusCode == http.StatusNotFound && len(sam.List(e.distribution(), "CustomErrorResponses")) > 0 {
		e.missing(w, r)
		return
	}
	dropHops(answer.Header)
	for name, values := range answer.Header {
		w.Header()[name] = values
	}
	e.secure(w.Header())
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body) // the client may have gone
}
