package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"greenroom/functions/internal/cloud/standin"
)

// The one account that versitygw knows.
const rootKey, rootSecret = "rootrootroot", "rootsecretrootsecret"

// store is S3: versitygw where VERSITYGW names it, else our own in memory.
type store struct {
	address string // takes buckets by the names of their resources
	client  *s3.Client
	name    string // what it is
}

// startBucket runs the store with a bucket for each of the template's.
func (s *stack) startBucket() (err error) {
	s.bucket.name = "standin.S3"
	var handler http.Handler = standin.NewS3()
	if program := os.Getenv("VERSITYGW"); program != "" {
		s.bucket.name = "versitygw"
		if handler, err = s.startVersity(program); err != nil {
			return err
		}
	}
	if s.bucket.address, err = s.listen(handler); err != nil {
		return err
	}
	s.bucket.client = s3.NewFromConfig(aws.Config{Region: region, BaseEndpoint: &s.bucket.address,
		Credentials: credentials.NewStaticCredentialsProvider(rootKey, rootSecret, "")}, func(o *s3.Options) { o.UsePathStyle = true })
	return nil
}

// startVersity runs versitygw on folders. It knows one account and buckets in
// small letters, so that requests are signed anew on their way.
func (s *stack) startVersity(program string) (http.Handler, error) {
	address, err := standin.FreeAddress()
	if err != nil {
		return nil, err
	}
	root, sidecar := filepath.Join(s.dir, "s3"), filepath.Join(s.dir, "sidecar")
	for _, name := range s.template.OfType("AWS::S3::Bucket") {
		err = errors.Join(err, os.MkdirAll(filepath.Join(root, strings.ToLower(name)), 0o755))
	}
	if err = errors.Join(err, os.MkdirAll(sidecar, 0o755)); err != nil {
		return nil, err
	}
	server, err := standin.StartProgram(address, s.dir, []string{"ROOT_ACCESS_KEY=" + rootKey, "ROOT_SECRET_KEY=" + rootSecret, "HOME=" + s.dir},
		program, "--port", address, "--region", region, "--quiet", "posix", "--sidecar", sidecar, root)
	if err != nil {
		return nil, err
	}
	s.atEnd(server.Close)
	return signedAnew(address), nil
}

// signedAnew hands requests to the store at address, signed by its account.
func signedAnew(address string) http.Handler {
	account := aws.Credentials{AccessKeyID: rootKey, SecretAccessKey: rootSecret}
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	target := &url.URL{Scheme: "http", Host: address}
	return &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(target)
		bucket, key, _ := strings.Cut(strings.TrimPrefix(p.In.URL.Path, "/"), "/")
		p.Out.URL.Path, p.Out.URL.RawPath, p.Out.Host = "/"+strings.ToLower(bucket)+"/"+key, "", address
		for _, name := range []string{"Authorization", "X-Amz-Security-Token", "Accept-Encoding", "X-Forwarded-For"} {
			p.Out.Header.Del(name)
		}
		hash := p.In.Header.Get("X-Amz-Content-Sha256")
		if err := signer.SignHTTP(p.In.Context(), account, p.Out, hash, "s3", region, time.Now()); err != nil {
			p.Out.Header.Del("Authorization") // and the store refuses it
		}
	}}
}

// read returns an object of the site's bucket, as CloudFront reads it.
func (b store) read(ctx context.Context, key string) (standin.Object, error) {
	out, err := b.client.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String("SiteBucket"), Key: &key})
	if _, missing := errors.AsType[*types.NoSuchKey](err); missing || key == "" {
		return standin.Object{}, standin.ErrNoObject
	}
	if err != nil {
		return standin.Object{}, fmt.Errorf("reading %s: %w", key, err)
	}
	defer out.Body.Close() // read to its end
	var data bytes.Buffer
	if _, err := io.Copy(&data, out.Body); err != nil {
		return standin.Object{}, fmt.Errorf("reading %s: %w", key, err)
	}
	header := http.Header{"Content-Type": {aws.ToString(out.ContentType)}, "Cache-Control": {aws.ToString(out.CacheControl)}}
	return standin.Object{Data: data.Bytes(), Header: header}, nil
}
