using Hcos.Ci2.Drivers.Libvirt;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class LibvirtErrorsTests
{
    [Theory]
    [InlineData(42, 10, "Domain not found", DriverFailure.Missing)]
    [InlineData(43, 19, "Network not found", DriverFailure.Missing)]
    [InlineData(49, 18, "Storage pool not found", DriverFailure.Missing)]
    [InlineData(50, 18, "Storage volume not found", DriverFailure.Missing)]
    [InlineData(55, 10, "Requested operation is not valid: domain is not running", DriverFailure.Conflict)]
    [InlineData(9, 20, "operation failed: domain 'a' already exists with uuid b", DriverFailure.Conflict)]
    [InlineData(90, 18, "storage volume name 'a' already in use.", DriverFailure.Conflict)]
    [InlineData(67, 10, "unsupported configuration: Maximum CPUs greater than specified machine type limit 255",
        DriverFailure.Invalid)]
    [InlineData(27, 20, "XML error: missing element", DriverFailure.Invalid)]
    [InlineData(45, 7, "authentication failed: no agent", DriverFailure.Denied)]
    [InlineData(88, 0, "access denied", DriverFailure.Denied)]
    [InlineData(38, 18, "cannot fill file: No space left on device", DriverFailure.Exhausted)]
    [InlineData(1, 10, "internal error: process exited: cannot set up guest memory 'pc.ram': Cannot allocate memory",
        DriverFailure.Exhausted)]
    [InlineData(68, 10, "Timed out during operation: cannot acquire state change lock", DriverFailure.Conflict)]
    [InlineData(38, 0, "Failed to terminate process 7 with SIGKILL: Device or resource busy", DriverFailure.Uncertain)]
    public void What_the_daemon_answers_means_the_same_for_reading_and_changing(
        int code, int domain, string message, DriverFailure failure)
    {
        Assert.Equal(failure, LibvirtErrors.FailureOf(new(code, domain, message), changing: true));
        Assert.Equal(failure, LibvirtErrors.FailureOf(new(code, domain, message), changing: false));
    }

    [Theory]
    [InlineData(38, 7, "Failed to connect socket to '/run/x': No such file or directory")]
    [InlineData(38, 7, "Cannot recv data: Connection reset by peer")]
    [InlineData(38, 7, "End of file while reading data: Input/output error")]
    [InlineData(1, 7, "internal error: client socket is closed")]
    [InlineData(39, 7, "connection closed due to keepalive timeout")]
    [InlineData(6, 0, "invalid connection pointer in virConnectGetVersion")]
    public void Nobody_answering_is_unavailable_before_a_change_and_uncertain_from_then_on(
        int code, int domain, string message)
    {
        Assert.Equal(DriverFailure.Unavailable, LibvirtErrors.FailureOf(new(code, domain, message), changing: false));
        Assert.Equal(DriverFailure.Uncertain, LibvirtErrors.FailureOf(new(code, domain, message), changing: true));
        Assert.True(new LibvirtError(code, domain, message).IsLostConnection);
    }

    [Theory]
    [InlineData("bad option password=hunter2 given")]
    [InlineData("invalid passwd='hunter2'")]
    [InlineData("secret: \"hunter2\" refused")]
    [InlineData("Token=hunter2\nand more")]
    public void A_message_keeps_no_secret_and_stays_on_one_line(string message)
    {
        var redacted = LibvirtErrors.Redact(message, 300);

        Assert.DoesNotContain("hunter2", redacted);
        Assert.DoesNotContain('\n', redacted);
    }

    [Fact]
    public void A_message_is_cut_where_it_becomes_a_story() =>
        Assert.Equal(new string('x', 10) + "…", LibvirtErrors.Redact(new string('x', 5000), 10));
}
