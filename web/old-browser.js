// Only browsers that know no modules run this; it is in syntax that they understand.
document.addEventListener("DOMContentLoaded", function () {
  var status = document.querySelector("[data-testid=status]");
  status.setAttribute("data-state", "error");
  document.querySelector(".status__text").textContent =
    "This browser is too old for this page. Try a newer one.";
});
