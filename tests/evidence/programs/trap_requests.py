from rest_framework.views import APIView
from rest_framework.response import Response
import torch


class Predict(APIView):
    def post(self, request):
        x = torch.tensor(request.data["x"])  # not result-use
        answer = Response({"y": x.tolist()})
        return answer.data  # not flow
