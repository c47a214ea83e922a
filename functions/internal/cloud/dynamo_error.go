package cloud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"greenroom/functions/internal/table"
)

// dynamoError says an error of DynamoDB in the words of the table. What is
// neither the caller's nor DynamoDB's verdict is ErrUnavailable: throttling,
// faults, and connections that broke.
func dynamoError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*types.IdempotentParameterMismatchException](err); ok {
		return table.ErrTokenReused
	}
	if failure, ok := errors.AsType[smithy.APIError](err); ok && failure.ErrorCode() == "ValidationException" {
		return dynamoInvalid(failure.ErrorMessage())
	}
	return fmt.Errorf("%w: %w", table.ErrUnavailable, err)
}

// dynamoInvalid sorts what DynamoDB refuses to look at. Our own checks come first,
// so this is what they do not know.
func dynamoInvalid(message string) error {
	switch {
	case strings.Contains(message, "tarting key"):
		return table.ErrCursor
	case strings.Contains(message, "size has exceeded"), strings.Contains(message, "size to update has exceeded"):
		return table.ErrTooLarge
	}
	return fmt.Errorf("%w: %s", table.ErrInvalid, message)
}

// dynamoCancellation is why a transaction was cancelled although its conditions
// hold.
func dynamoCancellation(cancelled *types.TransactionCanceledException) error {
	var codes []string
	for _, reason := range cancelled.CancellationReasons {
		switch code := aws.ToString(reason.Code); code {
		case "ValidationError":
			return dynamoInvalid(aws.ToString(reason.Message))
		case "None", "":
		default:
			codes = append(codes, code)
		}
	}
	return fmt.Errorf("transaction cancelled: %s: %w", strings.Join(codes, " "), table.ErrUnavailable)
}
