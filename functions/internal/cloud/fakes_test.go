package cloud

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"greenroom/functions/internal/cloud/standin"
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

func startFakeS3(t *testing.T) (*standin.S3, string) {
	t.Helper()
	s := standin.NewS3()
	return s, startServer(t, s)
}

func startFakeSES(t *testing.T) (*standin.SES, string) {
	t.Helper()
	s := &standin.SES{}
	return s, startServer(t, s)
}

// startFakeSSM serves parameters by name.
func startFakeSSM(t *testing.T, values map[string]string) string {
	t.Helper()
	return startServer(t, standin.SSM(values))
}

func startServer(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}
