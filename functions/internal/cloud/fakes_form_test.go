package cloud

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"greenroom/functions/internal/cloud/standin"
)

// fakeForms is a bucket that takes forms too, as S3 does: it holds them to the
// policy that they carry, and the policy to its signature. Everything else it
// leaves to the bucket.
type fakeForms struct {
	store  *standin.S3
	secret string
	now    func() time.Time
	may    func(keyID, path string) bool // whether the signer may write there; nil: yes
}

func (s fakeForms) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if o, ok := s.store.Object(r.URL.Path); ok && r.Method == http.MethodGet {
		w.Header().Set(nameField, o.Header.Get(nameField))
	}
	if r.Method != http.MethodPost {
		s.store.ServeHTTP(w, r)
		return
	}
	fields, data, err := readFakeForm(r)
	if err != nil {
		standin.S3Error(w, http.StatusBadRequest, "MalformedPOSTRequest")
		return
	}
	bucket := strings.Trim(r.URL.Path, "/")
	at := "/" + bucket + "/" + fields["key"]
	if status, code := s.refuses(bucket, at, fields, len(data)); code != "" {
		standin.S3Error(w, status, code)
		return
	}
	o := standin.Object{Data: data, Header: http.Header{}}
	o.Header.Set(nameField, mime.BEncoding.Encode("UTF-8", fields[nameField]))
	s.store.Mu.Lock()
	s.store.Objects[at] = o
	s.store.Mu.Unlock()
	next := fields["success_action_redirect"] + "?" + url.Values{"bucket": {bucket}, "key": {fields["key"]}, "etag": {o.Tag()}}.Encode()
	w.Header().Set("Location", next)
	w.WriteHeader(http.StatusSeeOther)
}

// readFakeForm reads the fields before the file, and the file. Whatever it is
// called stands where a field says so.
func readFakeForm(r *http.Request) (fields map[string]string, data []byte, err error) {
	fields = map[string]string{}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, err
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, err
		}
		if part.FormName() != "file" {
			fields[strings.ToLower(part.FormName())] = string(content)
			continue
		}
		for name, v := range fields {
			fields[name] = strings.ReplaceAll(v, sentName, path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")))
		}
		return fields, content, nil
	}
}

// refuses says why a form is not taken; "" if it is.
func (s fakeForms) refuses(bucket, at string, fields map[string]string, size int) (status int, code string) {
	scope := strings.Split(fields["x-amz-credential"], "/") // key id, day, region, s3, aws4_request
	if len(scope) != 5 || !hmac.Equal([]byte(fields["x-amz-signature"]), []byte(formSignature(s.secret, scope[1], scope[2], fields["policy"]))) {
		return http.StatusForbidden, "SignatureDoesNotMatch"
	}
	var policy struct {
		Expiration time.Time
		Conditions []any
	}
	raw, err := base64.StdEncoding.DecodeString(fields["policy"])
	if err != nil || json.Unmarshal(raw, &policy) != nil {
		return http.StatusBadRequest, "InvalidPolicyDocument"
	}
	if !s.now().Before(policy.Expiration) || policy.Expiration.After(s.now().Add(time.Hour)) {
		return http.StatusForbidden, "AccessDenied"
	}
	said := map[string]string{"bucket": bucket}
	for name, v := range fields {
		if name != "policy" && name != "x-amz-signature" {
			said[name] = v
		}
	}
	if status, code = holds(policy.Conditions, said, size); code == "" && s.may != nil && !s.may(scope[0], at) {
		return http.StatusForbidden, "AccessDenied"
	}
	return status, code
}

// holds compares what a form says with the conditions, and wants a condition for
// everything that it says.
func holds(conditions []any, said map[string]string, size int) (status int, code string) {
	named := map[string]bool{}
	for _, c := range conditions {
		switch c := c.(type) {
		case map[string]any:
			for name, want := range c {
				named[strings.ToLower(name)] = true
				if said[strings.ToLower(name)] != want {
					return http.StatusForbidden, "AccessDenied"
				}
			}
		case []any:
			if c[0] == "content-length-range" {
				if float64(size) < c[1].(float64) {
					return http.StatusBadRequest, "EntityTooSmall"
				} else if float64(size) > c[2].(float64) {
					return http.StatusBadRequest, "EntityTooLarge"
				}
				continue
			}
			name := strings.ToLower(strings.TrimPrefix(fmt.Sprint(c[1]), "$"))
			named[name] = true
			if v, ok := said[name]; !ok || c[0] != "starts-with" || !strings.HasPrefix(v, fmt.Sprint(c[2])) {
				return http.StatusForbidden, "AccessDenied"
			}
		}
	}
	for name := range said {
		if !named[name] {
			return http.StatusForbidden, "AccessDenied"
		}
	}
	return 0, ""
}

// formSignature is what a policy is signed with.
func formSignature(secret, day, region, policy string) string {
	key := []byte("AWS4" + secret)
	for _, part := range []string{day, region, "s3", "aws4_request", policy} {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return hex.EncodeToString(key)
}
