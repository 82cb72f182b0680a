using Hcos.Ci2.Drivers.HyperV;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class HyperVErrorsTests
{
    [Theory]
    [InlineData("InvalidSelectors", 2150858843, DriverFailure.Missing)]
    [InlineData("DestinationUnreachable", 2150858778, DriverFailure.Missing)]
    [InlineData("CannotProcessFilter", 0, DriverFailure.Invalid)]
    [InlineData("InvalidParameter", 0, DriverFailure.Invalid)]
    [InlineData("EncodingLimit", 0, DriverFailure.Invalid)]
    [InlineData("AccessDenied", 0, DriverFailure.Denied)]
    [InlineData("InternalError", 5, DriverFailure.Denied)]
    [InlineData("InternalError", 0x80041003, DriverFailure.Denied)]
    [InlineData("InternalError", 0x8004100E, DriverFailure.Missing)]
    [InlineData("InternalError", 0x80041010, DriverFailure.Missing)]
    [InlineData("QuotaLimit", 0, DriverFailure.Unavailable)]
    public void What_the_service_refuses_means_the_same_for_reading_and_changing(
        string subcode, uint code, DriverFailure failure)
    {
        Assert.Equal(failure, HyperVErrors.FailureOf(new(subcode, code, ""), changing: true));
        Assert.Equal(failure, HyperVErrors.FailureOf(new(subcode, code, ""), changing: false));
    }

    [Theory]
    [InlineData("TimedOut")]
    [InlineData("InternalError")]
    [InlineData("InvalidEnumerationContext")]
    [InlineData("SomethingNew")]
    public void A_fault_that_does_not_say_that_nothing_happened_leaves_a_change_uncertain(string subcode)
    {
        Assert.Equal(DriverFailure.Uncertain, HyperVErrors.FailureOf(new(subcode, 0, ""), changing: true));
        Assert.Equal(DriverFailure.Unavailable, HyperVErrors.FailureOf(new(subcode, 0, ""), changing: false));
    }

    [Theory]
    [InlineData(1, DriverFailure.Invalid)]
    [InlineData(2, DriverFailure.Conflict)]
    [InlineData(4099, DriverFailure.Conflict)]
    [InlineData(32769, DriverFailure.Denied)]
    [InlineData(32772, DriverFailure.Uncertain)]
    [InlineData(32773, DriverFailure.Invalid)]
    [InlineData(32774, DriverFailure.Conflict)]
    [InlineData(32775, DriverFailure.Conflict)]
    [InlineData(32778, DriverFailure.Exhausted)]
    [InlineData(32779, DriverFailure.Missing)]
    public void A_return_value_says_why(uint code, DriverFailure failure) =>
        Assert.Equal(failure, HyperVErrors.FailureOf(code));

    [Theory]
    [InlineData("bad option password=hunter2 given")]
    [InlineData("invalid passwd='hunter2'")]
    [InlineData("secret: \"hunter2\" refused")]
    public void A_message_carries_no_password_and_is_one_bounded_line(string message)
    {
        var shown = HyperVErrors.Exception(DriverFailure.Invalid, $"{message}\r\nand more", 60).Message;

        Assert.DoesNotContain("hunter2", shown);
        Assert.DoesNotContain('\n', shown);
        Assert.True(HyperVErrors.Redact(new string('x', 5000), 60).Length <= 61);
    }
}
