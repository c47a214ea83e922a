package cloud

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/smithy-go/logging"
)

// lambdaSettings are what the SDK finds out by itself on Lambda, where all of
// it is in the environment. The SDK's own way asks files, the instance, single
// sign-on and four more services as well: half a megabyte in every program, of
// which nothing is there.
func lambdaSettings(getenv func(string) string) (aws.Config, error) {
	key, secret := getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY")
	region := getenv("AWS_REGION")
	if key == "" || secret == "" || region == "" {
		return aws.Config{}, errors.New("reading environment: AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not all set, as they are on Lambda")
	}
	return aws.Config{
		Region:                      region,
		Credentials:                 aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider(key, secret, getenv("AWS_SESSION_TOKEN"))),
		HTTPClient:                  awshttp.NewBuildableClient(),
		Logger:                      logging.NewStandardLogger(os.Stderr),
		ConfigSources:               []any{endpoints{getenv}},
		DefaultsMode:                aws.DefaultsModeLegacy,
		AccountIDEndpointMode:       aws.AccountIDEndpointModePreferred,
		RequestMinCompressSizeBytes: 10240,
		RestrictFilePermissions:     aws.RestrictFilePermissionsUserReadWrite,
		RequestChecksumCalculation:  aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation:  aws.ResponseChecksumValidationWhenSupported,
	}, nil
}

// endpoints are the addresses of services that are elsewhere than usual, as in
// tests. Its method is one that the SDK looks for.
type endpoints struct{ getenv func(string) string }

// GetServiceBaseEndpoint returns what AWS_ENDPOINT_URL_<service> says.
func (e endpoints) GetServiceBaseEndpoint(_ context.Context, service string) (string, bool, error) {
	address := e.getenv("AWS_ENDPOINT_URL_" + strings.ToUpper(strings.ReplaceAll(service, " ", "_")))
	return address, address != "", nil
}
