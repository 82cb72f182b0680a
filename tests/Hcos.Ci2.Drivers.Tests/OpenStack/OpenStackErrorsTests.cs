using System.Net;
using System.Text;
using Hcos.Ci2.Drivers.Http;
using Hcos.Ci2.Drivers.OpenStack;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

public sealed class OpenStackErrorsTests
{
    [Theory]
    [InlineData(400, "Flavor's disk is too small", DriverFailure.Invalid)]
    [InlineData(400, "Port 5f could not be found.", DriverFailure.Missing)]
    [InlineData(401, "", DriverFailure.Denied)]
    [InlineData(403, "Policy doesn't allow it", DriverFailure.Denied)]
    [InlineData(403, "Quota exceeded for instances", DriverFailure.Exhausted)]
    [InlineData(404, "", DriverFailure.Missing)]
    [InlineData(409, "Cannot 'os-stop' instance while it is in vm_state building", DriverFailure.Conflict)]
    [InlineData(409, "No more IP addresses available on network", DriverFailure.Exhausted)]
    [InlineData(429, "", DriverFailure.Unavailable)]
    [InlineData(500, "", DriverFailure.Uncertain)]
    [InlineData(503, "", DriverFailure.Uncertain)]
    [InlineData(504, "", DriverFailure.Uncertain)]
    public void A_refused_change_says_why_and_a_broken_one_is_uncertain(
        int status, string message, DriverFailure failure) => Assert.Equal(
        failure, OpenStackErrors.FailureOf((HttpStatusCode)status, message, changing: true));

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public void A_read_that_broke_is_unavailable(int status) => Assert.Equal(
        DriverFailure.Unavailable, OpenStackErrors.FailureOf((HttpStatusCode)status, "", changing: false));

    [Theory]
    [InlineData("error-compute-404", "could not be found")]
    [InlineData("error-network", "Invalid input for mac_address")]
    public void The_words_of_a_recorded_fault_are_passed_on(string recorded, string words)
    {
        var failed = OpenStackErrors.Exception(
            "compute", Reply(HttpStatusCode.BadRequest, Recorded.Body(recorded)), changing: true, 300);

        Assert.Contains(words, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Planted_secrets_in_a_fault_never_survive()
    {
        var body = Encoding.UTF8.GetBytes(
            """{"badRequest": {"message": "password=planted-1 user_data: 'planted-2' adminPass=planted-3"}}""");
        var failed = OpenStackErrors.Exception("compute", Reply(HttpStatusCode.BadRequest, body), true, 300);

        Assert.DoesNotContain("planted", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>it works</html>")]
    [InlineData("")]
    [InlineData("[]")]
    public void A_fault_without_words_is_a_fault_all_the_same(string body) => Assert.Equal(
        DriverFailure.Conflict,
        OpenStackErrors.Exception(
            "compute", Reply(HttpStatusCode.Conflict, Encoding.UTF8.GetBytes(body)), true, 300).Failure);

    [Theory]
    [InlineData("No valid host was found. ", DriverFailure.Exhausted)]
    [InlineData("Build of instance aborted", DriverFailure.Conflict)]
    public void A_server_that_could_not_be_made_says_whether_the_cloud_is_full(string fault, DriverFailure failure) =>
        Assert.Equal(failure, OpenStackErrors.NotMade(fault, 300).Failure);

    private static HttpReply Reply(HttpStatusCode status, byte[] body)
    {
        using var response = new HttpResponseMessage(status);
        return new(status, response.Headers, body);
    }
}
