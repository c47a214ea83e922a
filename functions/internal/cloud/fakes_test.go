package cloud

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// fakeSettings lead every client to the service at url.
func fakeSettings(url string) aws.Config {
	return aws.Config{
		Region:       "eu-central-1",
		BaseEndpoint: aws.String(url),
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),

		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported, // what LoadDefaultConfig sets
	}
}

// fakeS3 is a bucket: it takes objects under /<bucket>/<key> and, as S3 does,
// refuses one whose checksum is another than was sent with it.
type fakeS3 struct {
	mu      sync.Mutex
	objects map[string]fakeObject
	puts    int
	busy    int // how many of the next writes meet another one

	wrote func(path string, data []byte) // is told of each write; may be nil
}

type fakeObject struct {
	data   []byte
	header http.Header
}

// tag is the object's ETag, which S3 makes of its bytes.
func (o fakeObject) tag() string { return fmt.Sprintf("%q", fmt.Sprintf("%x", md5.Sum(o.data))) }

func startFakeS3(t *testing.T) (*fakeS3, string) {
	t.Helper()
	s := &fakeS3{objects: map[string]fakeObject{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func (s *fakeS3) object(path string) (fakeObject, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.objects[path]
	return o, ok
}

func (s *fakeS3) written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.puts
}

func (s *fakeS3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch r.Method {
	case http.MethodPut:
		data, err := io.ReadAll(r.Body)
		if err != nil || !sumMatches(r.Header, data) {
			fakeS3Error(w, http.StatusBadRequest, "BadDigest")
			return
		}
		if s.busy > 0 {
			s.busy--
			fakeS3Error(w, http.StatusConflict, "ConditionalRequestConflict")
			return
		}
		is, there := s.objects[r.URL.Path]
		if want := r.Header.Get("If-Match"); want != "" && !there {
			fakeS3Error(w, http.StatusNotFound, "NoSuchKey")
			return
		} else if there && (r.Header.Get("If-None-Match") == "*" || want != "" && want != is.tag()) {
			fakeS3Error(w, http.StatusPreconditionFailed, "PreconditionFailed")
			return
		}
		s.puts++
		o := fakeObject{data: data, header: r.Header.Clone()}
		s.objects[r.URL.Path] = o
		if s.wrote != nil {
			s.wrote(r.URL.Path, data)
		}
		w.Header().Set("ETag", o.tag())
	case http.MethodGet, http.MethodHead:
		o, ok := s.objects[r.URL.Path]
		if !ok {
			fakeS3Error(w, http.StatusNotFound, "NoSuchKey")
			return
		}
		w.Header().Set("ETag", o.tag())
		_, _ = w.Write(o.data)
	case http.MethodDelete:
		delete(s.objects, r.URL.Path)
		w.WriteHeader(http.StatusNoContent)
	default:
		fakeS3Error(w, http.StatusMethodNotAllowed, "MethodNotAllowed")
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

func fakeS3Error(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}

// fakeSES takes mail and keeps what was asked of it.
type fakeSES struct {
	mu     sync.Mutex
	sent   []sesRequest
	fail   int  // how many of the next requests are refused
	broken bool // the next request is answered with a fault of its own
}

func (s *fakeSES) breakOnce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = true
}

type sesRequest struct {
	FromEmailAddress, ConfigurationSetName string
	Destination                            struct{ ToAddresses, CcAddresses, BccAddresses []string }
	Content                                struct{ Raw struct{ Data []byte } }
}

func startFakeSES(t *testing.T) (*fakeSES, string) {
	t.Helper()
	s := &fakeSES{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v2/email/outbound-emails", s.take)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return s, server.URL
}

func (s *fakeSES) take(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if s.broken {
		s.broken = false
		http.Error(w, `{"message":"no"}`, http.StatusInternalServerError)
		return
	}
	if s.fail > 0 {
		s.fail--
		w.Header().Set("X-Amzn-ErrorType", "MessageRejected")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"message":"address is on the suppression list"}`)
		return
	}
	var request sesRequest
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.sent = append(s.sent, request)
	fmt.Fprintf(w, `{"MessageId":"%d"}`, len(s.sent))
}

func (s *fakeSES) taken() []sesRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent
}

// startFakeSSM serves parameters by name.
func startFakeSSM(t *testing.T, values map[string]string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Name           string
			WithDecryption bool
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		err := json.NewDecoder(r.Body).Decode(&in)
		value, ok := values[in.Name]
		if err != nil || !ok || !in.WithDecryption || !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".GetParameter") {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"__type":"ParameterNotFound"}`)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"Parameter": map[string]string{"Name": in.Name, "Value": value}})
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func startServer(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}
