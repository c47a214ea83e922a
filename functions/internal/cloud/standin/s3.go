package standin

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"sync"
)

// S3 is a store of objects: it takes objects under /<bucket>/<key> and, as S3 does,
// refuses one whose checksum is another than was sent with it.
type S3 struct {
	Mu      sync.Mutex // is held while a request is answered
	Objects map[string]Object
	Puts    int
	Busy    int // how many of the next writes meet another one

	Wrote func(path string, data []byte) // is told of each write; may be nil
}

// Object is what was put, with the headers it was put with.
type Object struct {
	Data   []byte
	Header http.Header
}

// Tag is the object's ETag, which S3 makes of its bytes.
func (o Object) Tag() string { return fmt.Sprintf("%q", fmt.Sprintf("%x", md5.Sum(o.Data))) }

// NewS3 is an empty store.
func NewS3() *S3 { return &S3{Objects: map[string]Object{}} }

// Object returns what lies under /<bucket>/<key>.
func (s *S3) Object(path string) (Object, bool) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	o, ok := s.Objects[path]
	return o, ok
}

// Written is how many objects were put.
func (s *S3) Written() int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.Puts
}

// ServeHTTP implements http.Handler.
func (s *S3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	switch r.Method {
	case http.MethodPut:
		data, err := io.ReadAll(r.Body)
		if err != nil || !sumMatches(r.Header, data) {
			S3Error(w, http.StatusBadRequest, "BadDigest")
			return
		}
		if s.Busy > 0 {
			s.Busy--
			S3Error(w, http.StatusConflict, "ConditionalRequestConflict")
			return
		}
		is, there := s.Objects[r.URL.Path]
		if want := r.Header.Get("If-Match"); want != "" && !there {
			S3Error(w, http.StatusNotFound, "NoSuchKey")
			return
		} else if there && (r.Header.Get("If-None-Match") == "*" || want != "" && want != is.Tag()) {
			S3Error(w, http.StatusPreconditionFailed, "PreconditionFailed")
			return
		}
		s.Puts++
		o := Object{Data: data, Header: r.Header.Clone()}
		s.Objects[r.URL.Path] = o
		if s.Wrote != nil {
			s.Wrote(r.URL.Path, data)
		}
		w.Header().Set("ETag", o.Tag())
	case http.MethodGet, http.MethodHead:
		if r.URL.Query().Get("list-type") == "2" {
			s.list(w, strings.TrimSuffix(r.URL.Path, "/")+"/")
			return
		}
		o, ok := s.Objects[r.URL.Path]
		if !ok {
			S3Error(w, http.StatusNotFound, "NoSuchKey")
			return
		}
		for _, name := range []string{"Content-Type", "Cache-Control"} {
			w.Header().Set(name, o.Header.Get(name))
		}
		w.Header().Set("ETag", o.Tag())
		_, _ = w.Write(o.Data)
	case http.MethodDelete:
		delete(s.Objects, r.URL.Path)
		w.WriteHeader(http.StatusNoContent)
	default:
		S3Error(w, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
}

// sumMatches wants a sum of either kind, and compares it.
func sumMatches(sent http.Header, data []byte) bool {
	crc, sha := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(data)), sha256.Sum256(data)
	if own := sent.Get("X-Amz-Checksum-Sha256"); own != "" {
		return own == base64.StdEncoding.EncodeToString(sha[:])
	}
	return sent.Get("X-Amz-Checksum-Crc32") == base64.StdEncoding.EncodeToString(crc)
}

// S3Error answers as S3 does when it refuses.
func S3Error(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}

// list answers with the keys of a bucket.
func (s *S3) list(w http.ResponseWriter, bucket string) {
	fmt.Fprint(w, "<ListBucketResult><IsTruncated>false</IsTruncated>")
	for path := range s.Objects {
		if key, ok := strings.CutPrefix(path, bucket); ok {
			fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", key)
		}
	}
	fmt.Fprint(w, "</ListBucketResult>")
}
