package cloud

import (
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsconfig "github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// TestSettingsAreWhatTheSDKFinds holds them to what the SDK's own way finds in
// the environment of a function.
func TestSettingsAreWhatTheSDKFinds(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_SESSION_TOKEN": "token", "AWS_EXECUTION_ENV": "AWS_Lambda_provided.al2023", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1",
		"AWS_CONFIG_FILE": none, "AWS_SHARED_CREDENTIALS_FILE": none, "AWS_PROFILE": "", "AWS_ENDPOINT_URL": "",
	} {
		t.Setenv(name, value)
	}
	want, err := awsconfig.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := lambdaSettings(environment)
	if err != nil {
		t.Fatal(err)
	}
	if of, is := endpointsOf(got), endpointsOf(want); of != is {
		t.Errorf("got services at %v, want %v", of, is)
	}
	if of, is := credentialsOf(t, got), credentialsOf(t, want); of != is {
		t.Errorf("got credentials %v, want %v", of, is)
	}
	if reflect.TypeOf(got.Logger) != reflect.TypeOf(want.Logger) {
		t.Errorf("got a logger %T, want %T", got.Logger, want.Logger)
	}
	for _, c := range []*aws.Config{&got, &want} { // compared above, or made by each client for itself
		c.ConfigSources, c.Credentials, c.Logger, c.HTTPClient = nil, nil, nil, nil
	}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func endpointsOf(c aws.Config) [2]string {
	return [2]string{aws.ToString(s3.NewFromConfig(c).Options().BaseEndpoint), aws.ToString(dynamodb.NewFromConfig(c).Options().BaseEndpoint)}
}

func credentialsOf(t *testing.T, c aws.Config) [3]string {
	t.Helper()
	found, err := c.Credentials.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return [3]string{found.AccessKeyID, found.SecretAccessKey, found.SessionToken}
}

// TestNoSettingsOutsideOfLambda has nobody wait for an account that is not there.
func TestNoSettingsOutsideOfLambda(t *testing.T) {
	t.Parallel()
	if _, err := lambdaSettings(func(string) string { return "" }); err == nil {
		t.Error("settings were found in an empty environment")
	}
}
